/** The cart of Shopify's POS, as the extension's types (`@shopify/ui-extensions` 2026.7) describe what is used of it. */
export function createPosCart() {
  const value = {
    editable: true as boolean | undefined,
    customer: undefined as { id: number } | undefined,
    properties: {} as Record<string, string>,
    cartDiscounts: [] as { discountDescription?: string }[],
  }
  const faults = { customers: false, properties: false, codes: false }
  const refuse = (fault: boolean) => {
    if (fault) throw new Error('the POS refused')
  }
  return {
    current: { value },
    faults,
    calls: [] as string[],
    async setCustomer(customer: { id: number }) {
      this.calls.push('setCustomer')
      refuse(faults.customers)
      value.customer = customer
    },
    async addCartProperties(properties: Record<string, string>) {
      this.calls.push('addCartProperties')
      refuse(faults.properties)
      Object.assign(value.properties, properties)
    },
    async addCartCodeDiscount(code: string) {
      this.calls.push('addCartCodeDiscount')
      refuse(faults.codes)
      value.cartDiscounts.push({ discountDescription: code })
    },
  }
}
