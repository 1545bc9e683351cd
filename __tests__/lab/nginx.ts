/** Starts nginx with TLS in front of an application, configured right, or wrong in one way. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closedPort } from '../../src/demo/closed-port.ts'
import type { Pair } from '../net/certificates.ts'
import { startChild } from './child.ts'
import { nginx } from './requirements.ts'

const upgradeHeaders = `
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection "upgrade";`

interface Variant {
  /** Directives of every location with a WebSocket. */
  readonly websocket: string
  /** Directives of the server. */
  readonly server?: string
  /** Which upstream nobody answers at. */
  readonly unreachable?: 'websocket' | 'all'
}

/** One line away from the right configuration, each. */
export const variants = {
  right: { websocket: `proxy_http_version 1.1;${upgradeHeaders}` },
  'upgrade headers missing': { websocket: 'proxy_http_version 1.1;' },
  // The default of nginx before 1.29.7.
  'HTTP/1.0 to the upstream': { websocket: upgradeHeaders },
  'wrong upstream port': { websocket: `proxy_http_version 1.1;${upgradeHeaders}`, unreachable: 'all' },
  'wrong upstream port for WebSockets': {
    websocket: `proxy_http_version 1.1;${upgradeHeaders}`,
    unreachable: 'websocket',
  },
  'short timeout': { websocket: `proxy_http_version 1.1;${upgradeHeaders}\n      proxy_read_timeout 1s;` },
  'TLS 1.1 only': {
    websocket: `proxy_http_version 1.1;${upgradeHeaders}`,
    server: 'ssl_protocols TLSv1.1;\n    ssl_ciphers DEFAULT@SECLEVEL=0;',
  },
} as const satisfies Record<string, Variant>

export type VariantName = keyof typeof variants

export interface Nginx extends AsyncDisposable {
  readonly port: number
  output(): string
}

export interface NginxOptions {
  readonly variant: VariantName
  readonly upstreamPort: number
  readonly certificate: Pair
}

/** Another process may take the port between our look and nginx's bind. */
const tries = 3

export async function startNginx(options: NginxOptions): Promise<Nginx> {
  for (let turn = 1; ; turn++) {
    const folder = mkdtempSync(join(tmpdir(), 'nginx-'))
    const port = await closedPort('127.0.0.1')
    const wrongPort = await closedPort('127.0.0.1')
    writeFileSync(join(folder, 'cert.pem'), options.certificate.cert)
    writeFileSync(join(folder, 'key.pem'), options.certificate.key)
    writeFileSync(join(folder, 'nginx.conf'), configure(options, port, wrongPort))
    const child = startChild(nginx, ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')], {
      cwd: folder,
    })
    const stop = async () => {
      await child[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    }
    try {
      await child.listens(port)
      return { port, output: child.output, [Symbol.asyncDispose]: stop }
    } catch (trouble) {
      await stop()
      if (turn === tries || !String(trouble).includes('bind()')) throw trouble
    }
  }
}

function configure({ variant, upstreamPort }: NginxOptions, port: number, wrongPort: number): string {
  const { websocket, server = '', unreachable }: Variant = variants[variant]
  const upstreamOf = (what: 'websocket' | 'http'): string =>
    `http://127.0.0.1:${unreachable === 'all' || unreachable === what ? wrongPort : upstreamPort}`
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `daemon off;
# One process: nothing is left behind when it is killed.
master_process off;
pid nginx.pid;
error_log stderr warn;
events { worker_connections 512; }
http {
  access_log off;
  ${temporary.map(name => `${name}_temp_path temp_${name};`).join('\n  ')}
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate cert.pem;
    ssl_certificate_key key.pem;
    ${server}
    proxy_set_header Host $host;
    location / {
      proxy_pass ${upstreamOf('http')};
    }
    location /ws {
      proxy_pass ${upstreamOf('websocket')};
      proxy_set_header Host $host;
      ${websocket}
    }
  }
}
`
}
