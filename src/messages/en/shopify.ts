/** The page inside Shopify's admin. */
export const shopifyEn = {
  connecting: 'Connecting your shop …',
  lead: 'Stamp cards in your customers’ phones, run by your till.',
  connected: 'Connected',
  limited: 'Connected, but permissions are missing',
  shop: 'Shop',
  permissions: 'Permissions',
  allGranted: 'All granted',
  missing: 'Missing',
  missingHelp:
    'Shopify asks for them when you open the app again. Until then, what needs them waits; nothing is lost.',
  scopes: {
    read_orders: 'see orders',
    read_customers: 'see customers',
    write_customers: 'attach a card to a customer',
    read_customer_merge: 'see merged customers',
    read_products: 'see products in orders',
    read_locations: 'see where orders were made',
    read_discounts: 'see discounts',
    write_discounts: 'make discount codes for coupons',
  } as Record<string, string>,
  lastOrder: 'Last order',
  noOrder: 'None yet. The next sale at your till shows here.',
  open: 'Open console',
  openNote: 'Opens in a new tab and signs you in.',
  refused: 'Shopify did not confirm who you are. Please load this page again.',
  busy: 'Your shop is being connected in another window. Please load this page again in a moment.',
  unreachable: 'Shopify cannot be reached just now. Please load this page again in a moment.',
  outside: 'This page works inside your Shopify admin. Open Stampbridge from the list of your apps there.',
  old: 'This page was opened too long ago. Open Stampbridge again from your Shopify admin.',
}
export type ShopifyTexts = typeof shopifyEn
