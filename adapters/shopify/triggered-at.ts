/**
 * When the thing itself happened, kept with the delivery's id, which all attempts at one delivery share: the body of
 * `app/uninstalled` holds no time. Not signed, so that it may only ever make less of a delivery.
 */
export const stamped = (id: string, triggered: string | null): string => {
  const at = Date.parse(triggered?.slice(0, 40) ?? '')
  return Number.isNaN(at) ? id : `${id}@${at}`
}

/** Milliseconds since 1970; undefined when Shopify did not say. */
export function triggeredAt(deliveryId: string): number | undefined {
  const digits = /@(\d{12,14})$/.exec(deliveryId)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
