/** What nginx itself answers. */

import { type Answer, htmlAnswer } from './answer.ts'

export const nginx = 'nginx/1.22.1'
export const nginxPage = (status: number, title: string): Answer =>
  htmlAnswer(
    status,
    nginx,
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n` +
      `<hr><center>${nginx}</center>\r\n</body>\r\n</html>\r\n`,
  )

export const badGateway = nginxPage(502, '502 Bad Gateway')
