import { type RequestHandler, Router } from 'express'
import { AppError, notFound } from '../../app-error.ts'
import { problemHandler, type ReportError } from '../errors.ts'
import { type AlertDeps, alertEndpoints } from './alerts.ts'
import { type ApiKeyDeps, apiKeyEndpoints } from './api-keys.ts'
import { type BearerDeps, bearer } from './bearer.ts'
import { type CardActionDeps, cardActionEndpoints } from './card-actions.ts'
import { type CardDetailsDeps, cardDetailsEndpoints } from './card-details.ts'
import { type CardLifeDeps, cardLifeEndpoints } from './card-life.ts'
import { type CardTraceDeps, cardTraceEndpoints } from './card-trace.ts'
import { type CardDeps, cardEndpoints } from './cards.ts'
import { type CertificateDeps, certificateEndpoints } from './certificates.ts'
import { type ClaimDeps, claimEndpoints } from './claims.ts'
import { type CodePoolDeps, codePoolEndpoints } from './code-pools.ts'
import { type CouponDeps, couponEndpoints } from './coupons.ts'
import { type DeliveryDeps, deliveryEndpoints } from './deliveries.ts'
import type { Endpoint } from './endpoint.ts'
import { type LocationDeps, locationEndpoints } from './locations.ts'
import { type MerchantDeps, merchantEndpoints } from './merchants.ts'
import { openApi } from './openapi.ts'
import { type OrderAssignmentDeps, orderAssignmentEndpoints } from './order-assignment.ts'
import { type OrderDeps, orderEndpoints } from './orders.ts'
import { type PictureDeps, pictureEndpoints } from './pictures.ts'
import { type PrivacyDeps, privacyEndpoints } from './privacy-requests.ts'
import { type ProgramDeps, programEndpoints } from './programs.ts'
import { readJson } from './read-json.ts'
import { type ReceiptKeyDeps, receiptKeyEndpoints } from './receipt-keys.ts'
import { type ReplayDeps, replayEndpoints } from './replay.ts'
import { type ScanDeps, scanEndpoints } from './scans.ts'
import { type ServeDeps, serve } from './serve.ts'
import { type TillDeps, tillEndpoints } from './tills.ts'

export type EndpointDeps = MerchantDeps &
  PictureDeps &
  CertificateDeps &
  ProgramDeps &
  ReplayDeps &
  TillDeps &
  LocationDeps &
  CardDeps &
  CardActionDeps &
  CardLifeDeps &
  CardDetailsDeps &
  CardTraceDeps &
  CouponDeps &
  CodePoolDeps &
  AlertDeps &
  OrderDeps &
  OrderAssignmentDeps &
  ScanDeps &
  ApiKeyDeps &
  ClaimDeps &
  ReceiptKeyDeps &
  PrivacyDeps &
  DeliveryDeps

export type ApiDeps = EndpointDeps & BearerDeps & ServeDeps & { reportError: ReportError }

/** The route table: everything the REST API can do. */
export const endpointsOf = (deps: EndpointDeps): Endpoint[] => [
  ...merchantEndpoints(deps),
  ...apiKeyEndpoints(deps),
  ...pictureEndpoints(deps),
  ...certificateEndpoints(deps),
  ...programEndpoints(deps),
  ...replayEndpoints(deps),
  ...tillEndpoints(deps),
  ...locationEndpoints(deps),
  ...cardEndpoints(deps),
  ...cardActionEndpoints(deps),
  ...cardLifeEndpoints(deps),
  ...cardDetailsEndpoints(deps),
  ...cardTraceEndpoints(deps),
  ...couponEndpoints(deps),
  ...codePoolEndpoints(deps),
  ...alertEndpoints(deps),
  ...orderEndpoints(deps),
  ...orderAssignmentEndpoints(deps),
  ...scanEndpoints(deps),
  ...claimEndpoints(deps),
  ...receiptKeyEndpoints(deps),
  ...privacyEndpoints(deps),
  ...deliveryEndpoints(deps),
]

const maxBodyBytes = 1_000_000

/** The REST API, to be mounted at /api/v1. Reads its own bodies: no body parser may run before it. */
export function apiRouter(deps: ApiDeps): Router {
  const router = Router({ caseSensitive: true })
  const endpoints = endpointsOf(deps)
  const authenticate = bearer(deps)
  // Anybody may ask: written out for each of them, some hundred requests would keep the process busy for seconds.
  const document = Buffer.from(JSON.stringify(openApi(endpoints, deps.baseUrl)))
  router.use((_request, response, next) => {
    response.vary('Accept-Language')
    next()
  })
  router.get('/openapi.json', (_request, response) => {
    response.type('application/json').send(document)
  })
  for (const endpoint of endpoints) {
    const read =
      endpoint.method === 'GET'
        ? []
        : readJson(endpoint.body?.maxBytes ?? maxBodyBytes, endpoint.body?.asText)
    const route = router.route(expressPath(endpoint.path))
    const handlers = [...authenticate(endpoint.auth), ...read, serve(endpoint, deps)]
    route[endpoint.method.toLowerCase() as Lowercase<Endpoint['method']>](...handlers)
  }
  for (const [path, methods] of Map.groupBy(endpoints, (each) => expressPath(each.path)))
    router.all(path, refuseMethod(methods.map(({ method }) => method)))
  router.all('/openapi.json', refuseMethod(['GET']))
  router.use(() => {
    throw notFound('address')
  })
  router.use(problemHandler(deps.reportError))
  return router
}

const expressPath = (path: string) => path.replace(/\{(\w+)\}/g, ':$1')

function refuseMethod(methods: string[]): RequestHandler {
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  return (request, response) => {
    if (request.method === 'OPTIONS') {
      response.status(204).set('Allow', allowed).end()
      return
    }
    throw new AppError({
      code: 'method-not-allowed',
      status: 405,
      userText: `This address answers ${allowed}.`,
      headers: { Allow: allowed },
    })
  }
}
