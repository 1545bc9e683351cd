/** Time limits that proxies, load balancers and platforms have unless told otherwise: a cut at one of them has a suspect. */

interface KnownLimit {
  readonly seconds: number
  readonly of: readonly string[]
}

/** A quiet connection ends here (catalogue, section 9, and docs/infrastructure/). */
export const silenceLimits: readonly KnownLimit[] = [
  { seconds: 20, of: ['Azure Application Gateway request timeout'] },
  { seconds: 30, of: ['OpenShift router timeout client/server', 'HAProxy timeout client/server'] },
  { seconds: 50, of: ["HAProxy timeout client/server of Debian's file"] },
  { seconds: 55, of: ['Heroku router (H15)'] },
  {
    seconds: 60,
    of: ['nginx proxy_read_timeout', 'AWS ALB idle timeout', 'Apache Timeout', 'Varnish pipe_timeout'],
  },
  { seconds: 100, of: ['Cloudflare'] },
  { seconds: 120, of: ['uWebSockets idleTimeout', 'Cloudflare'] },
  { seconds: 230, of: ['Azure App Service'] },
  { seconds: 240, of: ['Azure load balancer'] },
  { seconds: 300, of: ['Envoy stream_idle_timeout', "Apache Timeout of Debian's file", 'Azure Front Door'] },
  { seconds: 350, of: ['AWS Network Load Balancer'] },
  { seconds: 600, of: ['AWS API Gateway', 'Amazon CloudFront', 'Google Cloud connection tracking'] },
  { seconds: 3600, of: ['HAProxy timeout tunnel of most guides', 'nginx proxy_read_timeout of most guides'] },
]

/** A connection ends at this age, busy or not. */
export const lifetimeLimits: readonly KnownLimit[] = [
  { seconds: 20, of: ['Azure Application Gateway request timeout'] },
  { seconds: 30, of: ['timeout of a Google backend service'] },
  { seconds: 300, of: ['Cloud Run request timeout'] },
  { seconds: 3600, of: ['Cloud Run request timeout at its longest'] },
  { seconds: 7200, of: ['AWS API Gateway'] },
]

/** A quiet stream over HTTP ends here: what reads from a back end has limits of its own (docs/infrastructure/). */
export const silencesOfStreams: readonly KnownLimit[] = [
  { seconds: 20, of: ['Azure Application Gateway request timeout'] },
  { seconds: 30, of: ['OpenShift router timeout server', 'HAProxy timeout server'] },
  { seconds: 50, of: ["HAProxy timeout server of Debian's file"] },
  { seconds: 55, of: ['Heroku router (H15)'] },
  {
    seconds: 60,
    of: [
      'nginx proxy_read_timeout',
      'AWS ALB idle timeout',
      'Apache Timeout and ProxyTimeout',
      'Varnish between_bytes_timeout',
    ],
  },
  { seconds: 100, of: ['Cloudflare'] },
  { seconds: 120, of: ['Cloudflare'] },
  { seconds: 230, of: ['Azure App Service'] },
  { seconds: 240, of: ['Azure load balancer'] },
  { seconds: 300, of: ['Envoy stream_idle_timeout', "Apache Timeout of Debian's file"] },
  { seconds: 350, of: ['AWS Network Load Balancer'] },
  { seconds: 600, of: ['Google Cloud connection tracking'] },
]

/** The answer to one request may take so long in all, whatever comes. */
export const lifetimesOfStreams: readonly KnownLimit[] = [
  { seconds: 15, of: ['Envoy and Istio route timeout'] },
  { seconds: 30, of: ['timeout of a Google backend service', 'gunicorn --timeout'] },
  { seconds: 300, of: ['Cloud Run request timeout'] },
  { seconds: 900, of: ['AWS Lambda timeout at its longest'] },
  { seconds: 3600, of: ['Cloud Run request timeout at its longest'] },
]

/** Timers never fire early, but for the clock that we started a moment after theirs; how late depends on how often they look. */
const earlyMs = 500
const lateMs = 1500
const lateShare = 0.02

/** The known limit that a cut after `ms` fits, or null. */
export function findLimit(ms: number, limits: readonly KnownLimit[]): KnownLimit | null {
  const fits = limits.filter(({ seconds }) => {
    const over = ms - seconds * 1000
    return over >= -earlyMs && over <= Math.max(lateMs, seconds * 1000 * lateShare)
  })
  const distance = ({ seconds }: KnownLimit) => Math.abs(ms - seconds * 1000)
  return fits.sort((a, b) => distance(a) - distance(b))[0] ?? null
}
