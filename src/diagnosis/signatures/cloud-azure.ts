/** Azure App Service, Application Gateway and Front Door, speaking for themselves. */

import { defineSignatures } from '../signature.ts'
import { answered, answeredPlainly, answeredUpgrade, body, status } from './families.ts'

const appGateway = 'Azure Application Gateway'
const learn = 'learn.microsoft.com'

export const azureSignatures = defineSignatures({
  'http.azure-stopped': {
    when: { ...answered, [status]: 403, [body]: /This web app is stopped/i },
    confidence: 'high',
    cause: 'The Azure web app is stopped: by hand, by its quota, or by billing.',
    fix: ['az webapp start --name NAME --resource-group GROUP'],
    source: `${learn} (App Service)`,
  },
  'http.azure-container-crashed': {
    when: { ...answered, [status]: 503, [body]: /:\( Application Error/ },
    confidence: 'medium',
    cause: 'The container of the Azure web app crashes at start.',
    fix: ['az webapp log tail --name NAME --resource-group GROUP'],
    source: 'reports on App Service for Linux',
  },
  'http.azure-unavailable': {
    when: { ...answeredPlainly, [status]: [502, 503], [body]: /The service is unavailable\./ },
    confidence: 'medium',
    cause:
      'The front end of Azure App Service gets no answer from the container: another port than WEBSITES_PORT, or not started yet.',
    fix: [
      'az webapp config appsettings set --name NAME --resource-group GROUP --settings WEBSITES_PORT=8000',
    ],
    source: `${learn} (App Service, WEBSITES_PORT)`,
  },
  'upgrade.azure-websockets-off': {
    when: { ...answeredUpgrade, [status]: 503, speaker: 'IIS' },
    confidence: 'high',
    cause: 'WebSockets are switched off for this Azure App Service.',
    fix: ['az webapp config set --name NAME --resource-group GROUP --web-sockets-enabled true'],
    source: 'tjanczuk/iisnode#322; aspnet/SignalR#954',
  },
  'upgrade.azure-websockets-off-likely': {
    when: {
      ...answeredUpgrade,
      [status]: 503,
      proxy: 'IIS',
      'origin.http': 'passed',
      speaker: { not: 'IIS' },
    },
    confidence: 'medium',
    cause:
      'Plain HTTP works and the upgrade gets 503 from IIS: "Web sockets" is off for this Azure App Service.',
    fix: ['az webapp config set --name NAME --resource-group GROUP --web-sockets-enabled true'],
    source: 'tjanczuk/iisnode#322; aspnet/SignalR#954',
  },
  'http.azure-gateway-no-backend': {
    when: { ...answered, [status]: [502, 504], speaker: appGateway },
    confidence: 'high',
    cause:
      'The Application Gateway has no healthy backend: the probe asks with another host name, its certificate is not trusted, or a network rule is in the way.',
    fix: [
      'az network application-gateway show-backend-health --name NAME --resource-group GROUP',
      'az network application-gateway http-settings update --gateway-name NAME --resource-group GROUP --name SETTINGS --host-name-from-backend-pool true',
    ],
    source: `${learn} (application-gateway-troubleshooting-502)`,
  },
  'http.azure-gateway-firewall': {
    when: { ...answered, [status]: 403, speaker: appGateway },
    confidence: 'high',
    cause: 'The web application firewall of the Application Gateway blocked the request.',
    fix: [
      'az network application-gateway waf-policy managed-rule exclusion add --policy-name NAME --resource-group GROUP --match-variable RequestHeaderNames --selector-match-operator Equals --selector authorization',
    ],
    source: `${learn} (application-gateway http-response-codes)`,
  },
  'http.azure-front-door-not-ready': {
    when: { ...answered, speaker: 'Azure Front Door' },
    confidence: 'high',
    cause:
      'Front Door has no route for this domain yet: not associated, or the configuration is still on its way (10 to 90 minutes).',
    fix: [
      'az afd route create --profile-name NAME --resource-group GROUP --endpoint-name ENDPOINT --route-name all --custom-domains DOMAIN --patterns-to-match "/*" --origin-group ORIGINS',
    ],
    source: `${learn} (front-door troubleshoot-issues)`,
  },
  'http.azure-front-door-origin': {
    when: { ...answered, [status]: [503, 504], proxy: 'Azure Front Door', speaker: null },
    confidence: 'medium',
    cause:
      'Front Door gets no answer from the origin: too slow (30 s by default), another host header, or a certificate for another name.',
    fix: [
      'az afd profile update --profile-name NAME --resource-group GROUP --origin-response-timeout-seconds 60',
      'az afd origin update --profile-name NAME --resource-group GROUP --origin-group-name ORIGINS --origin-name NAME --origin-host-header ORIGIN',
    ],
    source: `${learn} (front-door troubleshoot-issues)`,
  },
})
