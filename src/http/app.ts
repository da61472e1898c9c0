import express, { type Express, type Router } from 'express'
import { notFound } from '../app-error.ts'
import { problemHandler, type ReportError } from './errors.ts'

/** What answers where; a process may leave out what it does not serve. */
export type Routers = {
  webhooks: Router
  googleCallback: Router
  health: Router
  api: Router
  appleWebService: Router
  walletImages: Router
  pages: Router
}

/**
 * All addresses of Stampbridge. The webhooks come first: nothing stands between a till and the inbox.
 * @param trustedProxies who may say in `X-Forwarded-For` for whom a request comes
 */
export function createApp(routers: Routers, report: ReportError, trustedProxies: readonly string[]): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  // Limits count by the visitor's address, which a proxy passes on.
  app.set('trust proxy', trustedProxies)
  app.use('/webhooks', routers.webhooks)
  app.use(routers.googleCallback)
  app.use(routers.health)
  app.use('/api/v1', routers.api)
  app.use('/apple', routers.appleWebService)
  app.use(routers.walletImages)
  app.use(routers.pages)
  app.use(() => {
    throw notFound('address')
  })
  app.use(problemHandler(report))
  return app
}
