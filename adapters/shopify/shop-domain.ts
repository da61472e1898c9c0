const shopPattern = /^[a-z0-9][a-z0-9-]{0,99}\.myshopify\.com$/

/** The permanent address of a shop, e.g. `north-roast.myshopify.com`, in lower case; null for anything else. */
export function normaliseShop(text: string): string | null {
  const shop = text.trim().toLowerCase()
  return shopPattern.test(shop) ? shop : null
}
