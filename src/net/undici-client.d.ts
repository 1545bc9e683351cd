// Loaded by its own path: the whole of undici costs start-up time (docs/architecture.md).
declare module 'undici/lib/dispatcher/client.js' {
  import { Client } from 'undici'
  export default Client
}

declare module 'undici/lib/api/api-request.js' {
  import type { Client, Dispatcher } from 'undici'

  function request(this: Client, options: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData>
  export default request
}
