/**
 * The decimal id that `gid://shopify/Order/820982911946154508` ends in, as text: the address of a thing in all of
 * Shopify's interfaces, exact beyond 2^53 too. Falls back to the numeric id.
 */
export function exactId(body: {
  id: number | string
  admin_graphql_api_id?: string | null | undefined
}): string {
  return gidNumber(body.admin_graphql_api_id) ?? body.id.toString()
}

/** @returns null when the text is no global id with a decimal end. */
export function gidNumber(gid: string | null | undefined): string | null {
  return /^gid:\/\/shopify\/\w+\/(\d{1,20})$/.exec(gid ?? '')?.[1] ?? null
}
