type ShopifyModule = typeof import('@shopify/shopify-api')
export type LoadedShopify = {
  api: ShopifyModule
  runtime: typeof import('@shopify/shopify-api/runtime')
}

let loading: Promise<LoadedShopify> | undefined

/** Shopify's library, loaded on first use: most processes never need it, and loading takes a tenth of a second. */
export function loadShopify(): Promise<LoadedShopify> {
  loading ??= (async () => {
    await import('@shopify/shopify-api/adapters/node')
    const [api, runtime] = await Promise.all([
      import('@shopify/shopify-api'),
      import('@shopify/shopify-api/runtime'),
    ])
    return { api, runtime }
  })()
  return loading
}

/** The library, set up for one app. A custom app's calls need neither of the two. */
export function shopifyFor(api: ShopifyModule, app: { apiKey?: string; apiSecret?: string }) {
  return api.shopifyApi({
    apiKey: app.apiKey || 'unused',
    apiSecretKey: app.apiSecret || 'unused',
    apiVersion: api.ApiVersion.October26,
    hostName: 'localhost',
    isEmbeddedApp: true,
    logger: { level: api.LogSeverity.Error },
  })
}
