/** Shopify's GraphQL says `gid://shopify/Order/1`, its orders say `1`. */
export const plainOrderId = (externalId: string): string =>
  externalId.replace(/^gid:\/\/shopify\/Order\//, '')
