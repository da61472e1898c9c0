/** Order bodies in the shape of Shopify's REST webhooks, API 2026-10, about 6 kB each. */

export type SaleLine = {
  title: string
  /** Minor units, for one. */
  price: number
  quantity?: number
  sku?: string
  productId?: number
  category?: string
  giftCard?: boolean
}

export type SaleInput = {
  lines: SaleLine[]
  customerId?: number
  /** Serial of a card scanned into the cart. */
  card?: string
  discountCode?: string
  tip?: number
  shipping?: number
  /** On top of the prices, or inside when `taxesIncluded`. */
  taxRate?: number
  taxesIncluded?: boolean
  locationId?: number | null
  sourceName?: 'pos' | 'web'
  financialStatus?: string
  test?: boolean
  at?: number
}

export type ShopMoney = { currency: string; digits: number }

type MoneySet = { shop_money: Amount; presentment_money: Amount }
type Amount = { amount: string; currency_code: string }
export type OrderBody = ReturnType<typeof orderBody>

export function decimal(minor: number, { digits }: ShopMoney): string {
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const sign = minor < 0 ? '-' : ''
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

export function moneySet(minor: number, money: ShopMoney): MoneySet {
  const amount = { amount: decimal(minor, money), currency_code: money.currency }
  return { shop_money: amount, presentment_money: amount }
}

/** Each amount twice, as Shopify has it: plain and as a set. */
const pair = <Name extends string>(name: Name, minor: number, money: ShopMoney) =>
  ({ [name]: decimal(minor, money), [`${name}_set`]: moneySet(minor, money) }) as Record<Name, string> &
    Record<`${Name}_set`, MoneySet>

const taxOf = (net: number, sale: SaleInput): number => {
  const rate = sale.taxRate ?? 0
  return Math.round(sale.taxesIncluded ? (net * rate) / (1 + rate) : net * rate)
}

function lineBody(line: SaleLine, id: number, off: number, sale: SaleInput, money: ShopMoney) {
  const quantity = line.quantity ?? 1
  const tax = line.giftCard ? 0 : taxOf(line.price * quantity - off, sale)
  const productId = line.productId ?? 8_900_000_000_000 + (id % 1000)
  return {
    id,
    admin_graphql_api_id: `gid://shopify/LineItem/${id}`,
    attributed_staffs: [],
    current_quantity: quantity,
    fulfillable_quantity: 0,
    fulfillment_service: 'manual',
    fulfillment_status: 'fulfilled',
    gift_card: line.giftCard ?? false,
    grams: 0,
    name: line.title,
    ...pair('price', line.price, money),
    product_exists: true,
    product_type: line.category ?? null,
    properties: [] as { name: string; value: string }[],
    quantity,
    requires_shipping: false,
    sales_line_item_group_id: null,
    sku: line.sku ?? '',
    taxable: true,
    title: line.title,
    ...pair('total_discount', 0, money),
    variant_inventory_management: null,
    variant_title: null,
    vendor: 'North Roast',
    tax_lines: sale.taxRate
      ? [{ channel_liable: false, ...pair('price', tax, money), rate: sale.taxRate, title: 'VAT' }]
      : [],
    duties: [],
    discount_allocations: off ? [{ ...pair('amount', off, money), discount_application_index: 0 }] : [],
    product_id: productId,
    variant_id: productId + 1,
  }
}

export type OrderIdentity = { id: number; number: number; updatedAt: number }

/** What Shopify sends along and nobody reads. */
const unread = {
  app_id: 129785,
  browser_ip: null,
  buyer_accepts_marketing: false,
  cart_token: null,
  checkout_token: 'invented',
  client_details: null,
  closed_at: null,
  confirmed: true,
  contact_email: null,
  current_total_duties_set: null,
  customer_locale: 'en',
  duties_included: false,
  email: '',
  estimated_taxes: false,
  fulfillment_status: 'fulfilled',
  note: null,
  original_total_additional_fees_set: null,
  original_total_duties_set: null,
  payment_gateway_names: ['shopify_payments'],
  phone: null,
  tags: '',
  tax_exempt: false,
  tax_lines: [],
  token: 'invented',
  total_weight: 0,
  billing_address: null,
  fulfillments: [],
  payment_terms: null,
  shipping_address: null,
  returns: [],
}

/** @param off minor units taken off each line by the discount code, in the order of the lines. */
export function orderBody(sale: SaleInput, identity: OrderIdentity, off: number[], money: ShopMoney) {
  const { id, number } = identity
  const online = sale.sourceName === 'web'
  const at = iso(sale.at ?? identity.updatedAt)
  const discounts = off.reduce((sum, part) => sum + part, 0)
  return {
    id,
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    ...unread,
    ...totals(sale, off, discounts, money),
    cancel_reason: null as string | null,
    cancelled_at: null as string | null,
    checkout_id: id + 7,
    confirmation_number: `C${number}`,
    created_at: at,
    currency: money.currency,
    device_id: online ? null : 5_120_099,
    discount_codes: sale.discountCode
      ? [{ code: sale.discountCode, amount: decimal(discounts, money), type: 'percentage' }]
      : [],
    financial_status: sale.financialStatus ?? 'paid',
    location_id: online ? null : (sale.locationId ?? 77_120_045),
    name: `#${number}`,
    note_attributes: sale.card ? [{ name: 'stampbridge_card', value: sale.card }] : [],
    number: number - 1000,
    order_number: number,
    presentment_currency: money.currency,
    processed_at: at,
    source_name: sale.sourceName ?? 'pos',
    taxes_included: sale.taxesIncluded ?? false,
    test: sale.test ?? false,
    updated_at: iso(identity.updatedAt),
    user_id: online ? null : 99_120_331,
    // A guest's order has no such key at all.
    ...(sale.customerId ? { customer: customerBody(sale.customerId, money) } : {}),
    discount_applications: sale.discountCode
      ? [{ target_type: 'line_item', type: 'discount_code', value: '100.0', code: sale.discountCode }]
      : [],
    line_items: sale.lines.map((line, index) =>
      lineBody(line, id * 10 + index, off[index] ?? 0, sale, money),
    ),
    refunds: [] as object[],
    shipping_lines: shippingLines(sale, id + 9, money),
  }
}

function totals(sale: SaleInput, off: number[], discounts: number, money: ShopMoney) {
  const worth = (line: SaleLine) => line.price * (line.quantity ?? 1)
  const gross = sale.lines.reduce((sum, line) => sum + worth(line), 0)
  const goodsTax = sale.lines.reduce(
    (sum, line, index) => sum + (line.giftCard ? 0 : taxOf(worth(line) - (off[index] ?? 0), sale)),
    0,
  )
  const shipping = sale.shipping ?? 0
  const tax = goodsTax + taxOf(shipping, sale)
  const subtotal = gross - discounts
  const total = subtotal + shipping + (sale.taxesIncluded ? 0 : tax) + (sale.tip ?? 0)
  return {
    ...pair('current_subtotal_price', subtotal, money),
    ...pair('current_total_discounts', discounts, money),
    ...pair('current_total_price', total, money),
    ...pair('current_total_tax', tax, money),
    ...pair('subtotal_price', subtotal, money),
    ...pair('total_discounts', discounts, money),
    ...pair('total_line_items_price', gross, money),
    total_outstanding: decimal(0, money),
    ...pair('total_price', total, money),
    ...pair('total_tax', tax, money),
    total_tip_received: decimal(sale.tip ?? 0, money),
  }
}

function shippingLines(sale: SaleInput, id: number, money: ShopMoney) {
  if (!sale.shipping) return []
  const tax = { ...pair('price', taxOf(sale.shipping, sale), money), rate: sale.taxRate }
  return [
    {
      id,
      ...pair('price', sale.shipping, money),
      ...pair('discounted_price', sale.shipping, money),
      discount_allocations: [],
      is_removed: false,
      tax_lines: sale.taxRate ? [tax] : [],
      title: 'Standard',
    },
  ]
}

const customerBody = (id: number, money: ShopMoney) => ({
  id,
  email: `customer-${id}@example.com`,
  first_name: 'Ida',
  last_name: 'Invented',
  phone: '+4915550000001',
  state: 'enabled',
  verified_email: true,
  currency: money.currency,
  admin_graphql_api_id: `gid://shopify/Customer/${id}`,
  default_address: null,
})

/** With an offset, as Shopify writes its times. */
export const iso = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, '+00:00')
