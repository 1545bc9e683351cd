/** Amazon's load balancers, API Gateway, CloudFront and S3, speaking for themselves. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { answered, answeredPlainly, answeredUpgrade, body, header, status } from './families.ts'

const alb = 'awsdocs/elb-application-load-balancers-user-guide (troubleshooting)'
const apigw = 'awsdocs/amazon-api-gateway-developer-guide (gateway responses)'
const cloudfront = 'awsdocs/amazon-cloudfront-developer-guide'
const by = (speaker: string, code: number, family = answered): Conditions => ({
  ...family,
  speaker,
  [status]: code,
})
const elb = (code: number) => by('AWS load balancer', code)
const gateway = (code: number) => by('AWS API Gateway', code)
const health = 'aws elbv2 describe-target-health --target-group-arn ARN'

export const awsSignatures = defineSignatures({
  'http.awselb-no-targets': {
    when: elb(503),
    confidence: 'high',
    cause: 'The target group behind the AWS load balancer has no registered target.',
    fix: [
      health,
      'aws elbv2 register-targets --target-group-arn ARN --targets Id=INSTANCE',
      'aws ecs update-service --cluster CLUSTER --service NAME --desired-count 2',
    ],
    source: alb,
  },
  'http.awselb-target-broken': {
    when: elb(502),
    confidence: 'high',
    cause:
      'The AWS load balancer got no valid answer from its target: it closed the connection, crashed, or its keep-alive is shorter than that of the load balancer.',
    fix: [
      health,
      '# Keep-alive of the application above the 60 s of the load balancer',
      'uvicorn app:app --timeout-keep-alive 75',
    ],
    source: alb,
  },
  'http.awselb-target-slow': {
    when: elb(504),
    confidence: 'high',
    cause:
      'The target did not answer the AWS load balancer in time: its security group keeps the load balancer out (after 10 s), or it is slow (after the idle timeout, 60 s).',
    fix: [
      'aws ec2 authorize-security-group-ingress --group-id TARGETS --protocol tcp --port 8000 --source-group LOAD_BALANCER',
      'aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=idle_timeout.timeout_seconds,Value=120',
    ],
    source: alb,
  },
  'http.awselb-protocol': {
    when: elb(464),
    confidence: 'high',
    cause: 'The target group speaks HTTP/2 or gRPC only, and the request came in HTTP/1.1 (464).',
    fix: [
      'aws elbv2 create-target-group --protocol HTTP --protocol-version HTTP1 --name NAME --port 8000 --vpc-id VPC',
    ],
    source: alb,
  },
  'http.awselb-identity-provider': {
    when: elb(561),
    confidence: 'high',
    cause: 'The login action of the AWS load balancer got an error from the identity provider (561).',
    fix: ['aws elbv2 describe-rules --listener-arn ARN   # AuthenticateOidcConfig'],
    source: alb,
  },
  'http.awselb-forwarded-for': {
    when: elb(463),
    confidence: 'high',
    cause: 'X-Forwarded-For has more than 30 addresses (463): the request goes round in a loop of proxies.',
    fix: ['dig +short {server.address}   # does an upstream point back to the load balancer?'],
    source: alb,
  },
  'http.awselb-no-rule': {
    when: elb(404),
    confidence: 'medium',
    cause: 'No rule of the AWS listener has this host and path: its default action answered 404.',
    fix: [
      'aws elbv2 create-rule --listener-arn ARN --priority 10 --conditions Field=host-header,Values={server.address} --actions Type=forward,TargetGroupArn=ARN',
    ],
    source: 'AWS documentation, fixed-response actions',
  },
  'http.awselb-firewall': {
    when: elb(403),
    confidence: 'high',
    cause: 'AWS WAF blocked the request before it reached the application.',
    fix: [
      'aws wafv2 get-sampled-requests --web-acl-arn ARN --rule-metric-name NAME --scope REGIONAL --time-window StartTime=…,EndTime=… --max-items 10',
    ],
    source: alb,
  },
  'http.awselb-classic-no-instance': {
    when: { ...answered, [status]: 503, [body]: /Back-end server is at capacity/ },
    confidence: 'high',
    cause:
      'The Classic Load Balancer has no healthy instance: its health check asks for another path or port.',
    fix: ['aws elb describe-instance-health --load-balancer-name NAME'],
    source: 'awsdocs/elb-classic-load-balancers-user-guide; guardian/elk-stack#46',
  },
  'http.apigateway-no-route': {
    when: { ...gateway(403), [body]: /Missing Authentication Token/ },
    confidence: 'high',
    cause: 'API Gateway has no such path, method or stage; "Missing Authentication Token" is how it says so.',
    fix: [
      '# The stage is part of the URL',
      'url: https://ID.execute-api.REGION.amazonaws.com/STAGE',
      'aws apigateway create-deployment --rest-api-id ID --stage-name STAGE',
    ],
    source: apigw,
  },
  'auth.apigateway-websocket-denied': {
    when: {
      ...answeredUpgrade,
      [status]: 403,
      [body]: /^\{"message":\s*"Forbidden",\s*"connectionId":/,
    },
    confidence: 'high',
    cause:
      'API Gateway refused the connection itself: the authorizer of `$connect` said no, or the stage or path in the URL does not exist.',
    fix: [
      '# The address is that of a stage:',
      'websocket: wss://ID.execute-api.REGION.amazonaws.com/STAGE',
      'aws apigatewayv2 get-authorizers --api-id ID',
    ],
    source: 'localstack/localstack#4039; AWS documentation (WebSocket APIs, authorizers)',
  },
  'http.apigateway-forbidden': {
    when: { ...gateway(403), [body]: /"Forbidden"/ },
    confidence: 'medium',
    cause:
      'API Gateway refuses the request: API key, WAF, resource policy, an authorizer, or a custom domain without a mapping to this path.',
    fix: [
      'aws apigateway get-base-path-mappings --domain-name {server.address}',
      'headers: { x-api-key: $API_KEY }',
    ],
    source: apigw,
  },
  'http.apigateway-unauthorized': {
    when: gateway(401),
    confidence: 'high',
    cause: 'The authorizer of API Gateway refused the credential, or did not find it where it looks.',
    fix: [
      'aws apigateway get-authorizers --rest-api-id ID   # identitySource',
      'aws apigatewayv2 get-authorizers --api-id ID      # audience, issuer',
    ],
    source: apigw,
  },
  'http.apigateway-not-found': {
    when: gateway(404),
    confidence: 'medium',
    cause: 'The HTTP API has no route for this path, or the stage was not deployed.',
    fix: [
      "aws apigatewayv2 create-route --api-id ID --route-key '$default' --target integrations/ID",
      'aws apigatewayv2 create-deployment --api-id ID',
    ],
    source: apigw,
  },
  'http.apigateway-integration': {
    when: gateway(500),
    confidence: 'high',
    cause:
      'API Gateway could not use the integration: it may not invoke the function, or the answer of the function is malformed.',
    fix: [
      'aws lambda add-permission --function-name NAME --statement-id apigw --action lambda:InvokeFunction --principal apigateway.amazonaws.com',
      '# The function returns',
      '{ "statusCode": 200, "body": "a string" }',
    ],
    source: apigw,
  },
  'http.apigateway-bad-answer': {
    when: gateway(502),
    confidence: 'high',
    cause: 'The function behind API Gateway failed or returned something that is no HTTP answer.',
    fix: ['aws logs tail /aws/lambda/NAME --since 10m', '{ "statusCode": 200, "body": "a string" }'],
    source: apigw,
  },
  'http.apigateway-slow': {
    when: gateway(504),
    confidence: 'high',
    cause: 'The integration took longer than the 29 s that API Gateway waits.',
    fix: [
      'aws apigateway update-integration --rest-api-id ID --resource-id ID --http-method GET --patch-operations op=replace,path=/timeoutInMillis,value=29000',
      '# longer work: answer 202 at once and go on in the background, or let a REST API stream (OpenAPI)',
      'x-amazon-apigateway-integration: { type: http_proxy, responseTransferMode: STREAM, timeoutInMillis: 900000 }',
    ],
    source: apigw,
  },
  'http.apigateway-throttled': {
    when: gateway(429),
    confidence: 'high',
    cause: 'API Gateway throttles: the quota of the usage plan or of the stage is used up.',
    fix: [
      'aws apigateway get-usage-plans',
      'aws apigateway update-stage --rest-api-id ID --stage-name STAGE --patch-operations op=replace,path=/*/*/throttling/rateLimit,value=100',
    ],
    source: apigw,
  },
  'http.cloudfront-refused': {
    when: by('CloudFront', 403),
    confidence: 'high',
    cause:
      'CloudFront refuses the request itself: the name is not an alternate domain of the distribution, or WAF or a geographic restriction blocks it.',
    fix: [
      'aws cloudfront get-distribution-config --id ID   # Aliases, WebACLId',
      'aws cloudfront associate-alias --target-distribution-id ID --alias {server.address}',
    ],
    source: cloudfront,
  },
  'http.cloudfront-origin-unreachable': {
    when: { ...answered, proxy: 'CloudFront', [status]: 502, [header('x-cache')]: /^Error from cloudfront/ },
    confidence: 'medium',
    cause:
      'CloudFront could not talk to the origin: its name does not resolve, or its certificate is expired, incomplete or for another name.',
    fix: [
      'openssl s_client -connect ORIGIN:443 -servername ORIGIN </dev/null   # the certificate must be for the origin domain',
    ],
    source: `${cloudfront} (http-502)`,
  },
  'http.cloudfront-origin-slow': {
    when: { ...answered, proxy: 'CloudFront', [status]: 504, [header('x-cache')]: /^Error from cloudfront/ },
    confidence: 'medium',
    cause:
      'The origin did not answer CloudFront in time (30 s by default), or its security group keeps CloudFront out.',
    fix: [
      'aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=com.amazonaws.global.cloudfront.origin-facing',
      'aws ec2 authorize-security-group-ingress --group-id ORIGIN --ip-permissions "IpProtocol=tcp,FromPort=443,ToPort=443,PrefixListIds=[{PrefixListId=PREFIX_LIST}]"',
      '# and the origin in the configuration of the distribution:',
      'CustomOriginConfig: { OriginReadTimeout: 60 }',
    ],
    source: `${cloudfront} (http-504)`,
  },
  'http.s3-access-denied': {
    when: { ...answeredPlainly, [status]: 403, [body]: /<Code>AccessDenied<\/Code>/ },
    confidence: 'medium',
    cause: 'A bucket answered, and does not let the caller read this object, or the object does not exist.',
    fix: [
      'aws s3 ls s3://BUCKET/PATH',
      '# CloudFront: origin access control in the policy of the bucket; a default root object',
    ],
    source: 'AWS documentation, S3 error responses',
  },
  'http.s3-no-such-key': {
    when: { ...answeredPlainly, [status]: 404, [body]: /<Code>NoSuchKey<\/Code>/ },
    confidence: 'high',
    cause:
      'A bucket answered: this object was not uploaded, or the path should lead to the application and not to the bucket.',
    fix: ['aws s3 sync ./build s3://BUCKET --delete'],
    source: 'AWS documentation, S3 error responses',
  },
  'http.s3-no-such-bucket': {
    when: { ...answered, [status]: 404, [body]: /NoSuchBucket|The specified bucket does not exist/ },
    confidence: 'high',
    cause: 'The name points to a bucket that does not exist (any more).',
    fix: [
      'aws s3 mb s3://{server.address}',
      '# or take the record out of DNS: somebody else could make that bucket',
    ],
    source: 'EdOverflow/can-i-take-over-xyz:fingerprints.json',
  },
})
