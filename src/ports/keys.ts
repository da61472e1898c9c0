/** A row of one merchant's. */
export type Key = { merchantId: string; id: string }
export type OrderKey = { merchantId: string; tillId: string; externalId: string }

export const keyText = (key: Key): string => `${key.merchantId}/${key.id}`
export const orderKeyText = (key: OrderKey): string => `${key.merchantId}/${key.tillId}/${key.externalId}`
