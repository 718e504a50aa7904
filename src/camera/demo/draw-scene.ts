import { DEMO_SIZE, type DemoPerson } from './scene.ts';

/** Pictures of the faces by name; a face that is still loading is left out. */
export type FacePictures = ReadonlyMap<string, ImageBitmap>;

const CLOTHES = ['#34486b', '#7a3b4d', '#47705c', '#5d5a60', '#8a6a3f', '#4d5f7e', '#6b4a6e', '#39686d'];
const SKIN_SHADE = '#a98a76';
const { width: WIDTH, height: HEIGHT } = DEMO_SIZE;
const FLOOR_Y = 400;

/** The lobby without people; drawn once. */
export function drawLobby(): OffscreenCanvas {
  const lobby = new OffscreenCanvas(WIDTH, HEIGHT);
  const context = lobby.getContext('2d');
  if (context === null) return lobby;
  const fill = (colours: readonly [string, string], [x, y, w, h]: readonly number[]): void => {
    const gradient = context.createLinearGradient(0, y ?? 0, 0, (y ?? 0) + (h ?? 0));
    gradient.addColorStop(0, colours[0]);
    gradient.addColorStop(1, colours[1]);
    context.fillStyle = gradient;
    context.fillRect(x ?? 0, y ?? 0, w ?? 0, h ?? 0);
  };
  fill(['#cfc7bb', '#a79f95'], [0, 0, WIDTH, FLOOR_Y]);
  fill(['#7d6d5e', '#57493d'], [0, FLOOR_Y, WIDTH, HEIGHT - FLOOR_Y]);
  fill(['#8c8378', '#786f65'], [372, 84, 196, FLOOR_Y - 84]);
  fill(['#e4ebee', '#c3ced3'], [384, 96, 84, FLOOR_Y - 96]);
  fill(['#dde5e8', '#b9c5ca'], [472, 96, 84, FLOOR_Y - 96]);
  fill(['#6d7f8a', '#55646d'], [86, 96, 150, 150]);
  fill(['#8a7a55', '#6f6144'], [716, 108, 160, 120]);
  fill(['#8f877d', '#8a8278'], [0, FLOOR_Y - 10, WIDTH, 10]);
  return lobby;
}

function drawPerson(
  context: CanvasRenderingContext2D,
  { x, y, headPx, clothes }: DemoPerson,
  picture: ImageBitmap,
): void {
  const shoulders = headPx * 1.75;
  const top = y + headPx * 0.62;
  context.fillStyle = SKIN_SHADE;
  context.fillRect(x - headPx * 0.17, y + headPx * 0.3, headPx * 0.34, headPx * 0.42);
  context.fillStyle = CLOTHES[clothes % CLOTHES.length] ?? CLOTHES[0] ?? '#444';
  context.beginPath();
  context.roundRect(x - shoulders / 2, top, shoulders, HEIGHT, headPx * 0.5);
  context.fill();
  context.drawImage(picture, x - headPx / 2, y - headPx / 2, headPx, headPx);
}

/** Draws one moment of the demo, `people` the furthest first. */
export function drawScene(
  context: CanvasRenderingContext2D,
  lobby: OffscreenCanvas,
  people: readonly DemoPerson[],
  pictures: FacePictures,
): void {
  context.drawImage(lobby, 0, 0);
  for (const person of people) {
    const picture = pictures.get(person.face);
    if (picture !== undefined) drawPerson(context, person, picture);
  }
}
