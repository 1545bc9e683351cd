/** How each proxy is run: in the foreground, as one process where it can, with everything it writes in one folder. */

import { existsSync } from 'node:fs'
import type { Requirement } from './requirements.ts'

/** What the configuration of a guide has to be told to run here. */
export interface Places {
  readonly folder: string
  readonly serverName: string
  readonly securePort: number
  readonly plainPort: number
  readonly backEndPort: number
}

export interface ProxyKind {
  readonly requirement: Requirement
  readonly file: string
  /** The guide whose configuration it runs. */
  readonly guide: string
  readonly configFile: string
  args(places: Places): readonly string[]
  /** The places of the lab in the place of those in the guide. */
  place(snippet: string, places: Places): string
  /** What a distribution's main configuration file has around a site. */
  wrap(site: string, places: Places): string
  /** False for what has no TLS: it is reached at its plain port. */
  readonly secure: boolean
}

const at = (path: string, name: string): string => (existsSync(path) ? path : name)

const common = (text: string, { folder, serverName, backEndPort }: Places): string =>
  text
    .replaceAll('staging.example.com', serverName)
    .replaceAll('/etc/ssl/staging', folder)
    .replaceAll('127.0.0.1:8000', `127.0.0.1:${backEndPort}`)

const nginxFile = at('/usr/sbin/nginx', 'nginx')
const haproxyFile = at('/usr/sbin/haproxy', 'haproxy')
const apacheFile = at('/usr/sbin/apache2', 'apache2')
const caddyFile = at('/usr/bin/caddy', 'caddy')
const varnishFile = at('/usr/sbin/varnishd', 'varnishd')

const apacheModules = [
  'mpm_event',
  'authz_core',
  'dir',
  'alias',
  'headers',
  'mime',
  'proxy',
  'proxy_http',
  'proxy_wstunnel',
  'rewrite',
  'setenvif',
  'socache_shmcb',
  'ssl',
]

export const proxies = {
  nginx: {
    requirement: { name: 'nginx', probe: [nginxFile, '-v'] },
    file: nginxFile,
    guide: 'nginx',
    configFile: 'nginx.conf',
    secure: true,
    args: ({ folder }) => ['-e', 'stderr', '-p', folder, '-c', 'nginx.conf'],
    place: (text, places) =>
      common(text, places)
        .replaceAll('listen 443', `listen 127.0.0.1:${places.securePort}`)
        .replaceAll('listen 80', `listen 127.0.0.1:${places.plainPort}`),
    wrap: site => `daemon off;
# One process: nothing is left behind when it is killed.
master_process off;
pid nginx.pid;
error_log stderr warn;
events { worker_connections 512; }
http {
  access_log off;
  types { text/html html; }
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `${name}_temp_path temp_${name};`).join('\n  ')}
  ${site}
}
`,
  },
  haproxy: {
    requirement: { name: 'haproxy', probe: [haproxyFile, '-v'] },
    file: haproxyFile,
    guide: 'haproxy',
    configFile: 'haproxy.cfg',
    secure: true,
    args: () => ['-db', '-f', 'haproxy.cfg'],
    place: (text, places) =>
      common(text, places)
        .replaceAll('bind :443', `bind 127.0.0.1:${places.securePort}`)
        .replaceAll('bind :80', `bind 127.0.0.1:${places.plainPort}`),
    wrap: site => `global\n  maxconn 512\n  log stderr format short daemon warning\n\n${site}`,
  },
  apache: {
    requirement: { name: 'apache2', probe: [apacheFile, '-v'] },
    file: apacheFile,
    guide: 'apache',
    configFile: 'httpd.conf',
    secure: true,
    // -X: one process, in the foreground.
    args: ({ folder }) => ['-X', '-d', folder, '-f', 'httpd.conf'],
    place: (text, places) =>
      common(text, places)
        .replaceAll('*:443', `*:${places.securePort}`)
        .replaceAll('*:80', `*:${places.plainPort}`),
    wrap: (site, { securePort, plainPort }) => `ServerName lab
Listen 127.0.0.1:${securePort} https
Listen 127.0.0.1:${plainPort}
PidFile httpd.pid
Mutex file:.
ErrorLog error.log
User www-data
Group www-data
<Directory />
  Require all granted
</Directory>
DocumentRoot html
DirectoryIndex index.html
TypesConfig /dev/null
AddType text/html .html
${apacheModules.map(name => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}

${site}`,
  },
  caddy: {
    requirement: { name: 'caddy', probe: [caddyFile, 'version'] },
    file: caddyFile,
    guide: 'caddy',
    configFile: 'Caddyfile',
    secure: true,
    args: () => ['run', '--config', 'Caddyfile', '--adapter', 'caddyfile'],
    place: common,
    wrap: (site, { securePort, plainPort, folder }) => `{
	admin off
	default_bind 127.0.0.1
	https_port ${securePort}
	http_port ${plainPort}
	skip_install_trust
	storage file_system ${folder}/storage
}

${site}`,
  },
  varnish: {
    requirement: { name: 'varnish', probe: [varnishFile, '-V'] },
    file: varnishFile,
    guide: 'varnish',
    configFile: 'site.vcl',
    secure: false,
    args: ({ folder, plainPort }) => [
      '-F',
      ...['-n', `${folder}/varnish`],
      ...['-f', `${folder}/site.vcl`],
      ...['-a', `127.0.0.1:${plainPort}`],
      ...['-s', 'malloc,16m'],
      // The jail wants to become another user, and a folder that this user may read.
      ...['-j', 'none'],
    ],
    place: (text, places) => common(text, places).replace('"8000"', `"${places.backEndPort}"`),
    wrap: site => site,
  },
} as const satisfies Record<string, ProxyKind>

export type ProxyName = keyof typeof proxies
