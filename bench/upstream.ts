/** The provider of a bench: nginx where it is installed, else a small Node server, in its own process. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './at-exit.ts';
import { freePort, startAndWait, startProgram } from './child.ts';

/** 193 bytes, as a small API answer. */
const smallAnswer = JSON.stringify({ id: 42, login: 'octo', note: 'x'.repeat(155) });

export interface Upstream {
  kind: 'nginx' | 'node';
  port: number;
  /** nginx as a plain reverse proxy to the same answer; null without nginx. */
  proxyPort: number | null;
  stop(): Promise<void>;
}

export const hasNginx = (): boolean => spawnSync('nginx', ['-v']).status === 0;

export async function startUpstream(): Promise<Upstream> {
  return hasNginx() ? startNginx() : startNode();
}

async function startNode(): Promise<Upstream> {
  const port = await freePort();
  const child = await startProgram('./stream-upstream.ts', [port]);
  return { kind: 'node', port, proxyPort: null, stop: child.stop };
}

async function startNginx(): Promise<Upstream> {
  const { folder, remove } = temporaryFolder('alter-bench-nginx-');
  const [port, proxyPort] = [await freePort(), await freePort()];
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, nginxConfig(folder, port, proxyPort));
  const child = await startAndWait(
    'nginx',
    ['-p', folder, '-c', file, '-e', join(folder, 'error.log')],
    `http://127.0.0.1:${port}/`,
  );
  return {
    kind: 'nginx',
    port,
    proxyPort,
    stop: async () => {
      await child.stop();
      remove();
    },
  };
}

const nginxConfig = (folder: string, port: number, proxyPort: number): string => `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
events { worker_connections 1024; }
http {
  access_log off;
  keepalive_requests 100000000;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  upstream answer { server 127.0.0.1:${port}; keepalive 128; }
  server {
    listen 127.0.0.1:${port} backlog=1024;
    default_type application/json;
    location / { return 200 '${smallAnswer}'; }
  }
  server {
    listen 127.0.0.1:${proxyPort} backlog=1024;
    location / {
      proxy_pass http://answer;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
`;
