/** What the app asks for; `shopify.app.toml` says the same. */
export const requiredScopes: readonly string[] = [
  'read_orders',
  'read_customers',
  'write_customers',
  'read_customer_merge',
  'read_products',
  'read_locations',
  'read_discounts',
  'write_discounts',
]

/** Of what the app asks for, what a shop did not grant. Shopify leaves out a reading scope that a writing one implies. */
export function missingScopes(granted: readonly string[]): string[] {
  const has = new Set(granted)
  return requiredScopes.filter((scope) => !has.has(scope) && !has.has(scope.replace(/^read_/, 'write_')))
}
