import { preview } from 'vite';
import { root } from '../scripts/repository.ts';

/** The built app on a loopback address, until `stop`. */
export interface AppServer {
  /** Ends in a slash. */
  readonly address: string;
  /** Ends the server and every open connection, as a lost network would. May be called twice. */
  readonly stop: () => Promise<void>;
}

/** Serves `dist`. A test keeps its own port, because stored totals belong to an origin. Throws when the port is taken. */
export async function serveApp(port: number): Promise<AppServer> {
  const server = await preview({ root, logLevel: 'error', preview: { port, strictPort: true, open: false } });
  let running = true;
  return {
    address: `http://127.0.0.1:${port}/`,
    stop: async () => {
      if (!running) return;
      running = false;
      const closed = new Promise((resolve) => server.httpServer.once('close', resolve));
      server.httpServer.close();
      if ('closeAllConnections' in server.httpServer) server.httpServer.closeAllConnections();
      await closed;
    },
  };
}
