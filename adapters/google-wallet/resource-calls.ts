import type { walletobjects_v1 } from '@googleapis/walletobjects'
import type { LoyaltyClass, LoyaltyObject } from './loyalty-object.ts'
import type { OfferClass, OfferObject } from './offer.ts'

/** The two kinds of passes: the card, and the coupons linked to it. */
export type PassKind = 'loyalty' | 'offer'
export type Resources = {
  loyalty: { class: LoyaltyClass; object: LoyaltyObject }
  offer: { class: OfferClass; object: OfferObject }
}

type Api = walletobjects_v1.Walletobjects
type Request = { signal: AbortSignal }
type Answer = Promise<{ data: { hasUsers?: boolean | null } }>

type Calls<K extends PassKind> = {
  insertClass(api: Api, body: Resources[K]['class'], request: Request): Promise<unknown>
  patchClass(api: Api, id: string, changes: object, request: Request): Promise<unknown>
  insertObject(api: Api, body: Resources[K]['object'], request: Request): Answer
  patchObject(api: Api, id: string, changes: object, request: Request): Answer
}

/** Google has each method once per kind of pass, under another name. */
export const resourceCalls: { [K in PassKind]: Calls<K> } = {
  loyalty: {
    insertClass: (api, requestBody, request) => api.loyaltyclass.insert({ requestBody }, request),
    patchClass: (api, resourceId, requestBody, request) =>
      api.loyaltyclass.patch({ resourceId, requestBody }, request),
    insertObject: (api, requestBody, request) => api.loyaltyobject.insert({ requestBody }, request),
    patchObject: (api, resourceId, requestBody, request) =>
      api.loyaltyobject.patch({ resourceId, requestBody }, request),
  },
  offer: {
    insertClass: (api, requestBody, request) => api.offerclass.insert({ requestBody }, request),
    patchClass: (api, resourceId, requestBody, request) =>
      api.offerclass.patch({ resourceId, requestBody }, request),
    insertObject: (api, requestBody, request) => api.offerobject.insert({ requestBody }, request),
    patchObject: (api, resourceId, requestBody, request) =>
      api.offerobject.patch({ resourceId, requestBody }, request),
  },
}
