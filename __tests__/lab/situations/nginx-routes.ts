/** Behind nginx: paths and names that lead elsewhere. */

import { bothFail, type Situation, upgradeFails } from '../situation.ts'
import { websocketLocation } from './nginx-edits.ts'

export const nginxRouteSituations: readonly Situation[] = [
  {
    name: 'nginx has no location for the WebSocket path',
    proxy: 'nginx',
    edits: [[websocketLocation, 'location /ws {\n    root html;']],
    bare: /^200 \| 404 .*<center>nginx/s,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.route-missing-nginx',
      speaker: 'nginx',
    }),
  },
  {
    name: 'nginx redirects the WebSocket path to the one with a slash',
    proxy: 'nginx',
    edits: [
      ['location /ws {', 'location /ws/ {'],
      ['location / {\n    proxy_pass http://app;', 'location /health {\n    proxy_pass http://app;'],
    ],
    bare: /^200 \| 301 /,
    expect: upgradeFails('ws.redirected', { diagnosis: 'upgrade.redirected-by-slash', speaker: 'nginx' }),
  },
  {
    name: 'nginx shows its welcome page: the name of the server does not match',
    proxy: 'nginx',
    edits: [
      ['server_name staging.example.com;\n  ssl', 'server_name other.example.com;\n  ssl'],
      [
        '\n}\n\nserver {\n  listen 443 ssl;',
        '\n}\n\nserver {\n  listen 443 ssl default_server;\n  ssl_certificate /etc/ssl/staging/fullchain.pem;\n  ssl_certificate_key /etc/ssl/staging/privkey.pem;\n  root html;\n  index index.html;\n}\n\nserver {\n  listen 443 ssl;',
      ],
    ],
    files: {
      'html/index.html':
        '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n</body>\n</html>\n',
    },
    bare: /^404 \| 404 .*<center>nginx/s,
    expect: bothFail(
      ['http.error', { class: 'infrastructure', diagnosis: 'http.not-found-nginx', speaker: 'nginx' }],
      ['ws.unexpected_response', { diagnosis: 'upgrade.route-missing-nginx', speaker: 'nginx' }],
    ),
  },
  {
    name: 'nginx gives the page of the front end for every path',
    proxy: 'nginx',
    edits: [
      [
        'location / {\n    proxy_pass http://app;',
        'location / {\n    root html;\n    try_files $uri /index.html;',
      ],
      [websocketLocation, 'location /ws {\n    root html;\n    try_files $uri /index.html;'],
    ],
    files: {
      'html/index.html':
        '<!doctype html><html><head><title>App</title></head><body><div id="root"></div></body></html>',
    },
    bare: /^200 \| 200 <!doctype html>/,
    expect: bothFail(
      ['http.catch_all', { diagnosis: 'http.catch-all-page', speaker: 'nginx' }],
      ['ws.unexpected_response', { diagnosis: 'upgrade.answered-with-page', speaker: 'nginx' }],
    ),
  },
  {
    name: 'nginx redirects plain WebSockets to https',
    proxy: 'nginx',
    inputs: { websocket: 'ws://{plain-host}/ws' },
    bare: /^200 \| 301 /,
    expect: upgradeFails('ws.redirected', { diagnosis: 'upgrade.redirected-to-https', speaker: 'nginx' }),
  },
  {
    name: 'nginx cuts the path off: proxy_pass ends in a slash',
    proxy: 'nginx',
    edits: [[websocketLocation, websocketLocation.replace('http://app', 'http://app/')]],
    backEnd: 'tornado',
    bare: /^200 \| 404 .*404: Not Found/s,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.route-missing-application',
      speaker: 'Tornado',
    }),
  },
  {
    name: 'nginx sends WebSockets to the port of another server',
    proxy: 'nginx',
    edits: [
      ['upstream app {', 'server {\n  listen 127.0.0.1:8001;\n  root html;\n}\n\nupstream app {'],
      [websocketLocation, websocketLocation.replace('http://app', 'http://127.0.0.1:8001')],
    ],
    bare: /^200 \| 404 .*<center>nginx/s,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.route-missing-nginx',
      speaker: 'nginx',
    }),
  },
]
