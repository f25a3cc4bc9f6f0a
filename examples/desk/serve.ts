import { serve as serveNode } from '@hono/node-server';
import type { Server } from 'node:http';

export interface Served {
  origin: string;
  port: number;
  close(): Promise<void>;
}

/** Serves `fetch` on `port` of this machine, or on the next free one; 0 takes any. */
export async function serve(
  fetch: (request: Request) => Response | Promise<Response>,
  port: number,
  hostname = 'localhost',
): Promise<Served> {
  for (let tries = 0; ; tries++) {
    try {
      return await listen(fetch, port === 0 ? 0 : port + tries, hostname);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') || tries === 50) throw error;
    }
  }
}

function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  port: number,
  hostname: string,
): Promise<Served> {
  return new Promise((resolve, reject) => {
    const server = serveNode({ fetch, port, hostname }, (info) => {
      resolve({
        origin: `http://${hostname}:${info.port}`,
        port: info.port,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            (server as Server).closeAllConnections();
          }),
      });
    });
    server.once('error', reject);
  });
}
