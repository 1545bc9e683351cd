/** Places in the guide's configuration of nginx, and what is edited there. */

import type { Edit } from '../guides.ts'

export const withoutUpgrade: readonly Edit[] = [
  ['  proxy_set_header Upgrade           $http_upgrade;\n', ''],
  ['  proxy_set_header Connection        $connection_upgrade;\n', ''],
]
export const deadPort = 'server 127.0.0.1:1;'
export const upstream = 'server 127.0.0.1:8000;'

export const websocketLocation = 'location /ws {\n    proxy_pass http://app;\n    proxy_read_timeout 1h;'
