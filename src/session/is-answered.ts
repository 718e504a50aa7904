/** Whether a promise is settled within so many milliseconds; what it rejects with is handed on. */
export async function isAnswered(promise: Promise<unknown>, withinMs: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), withinMs);
  });
  const answer = promise.then(() => true);
  return Promise.race([answer, silence]).finally(() => clearTimeout(timer));
}
