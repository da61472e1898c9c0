// What Shopify's CLI bundles when the app is deployed, bundled here to see that it can be.
import { rm } from 'node:fs/promises'
import { build } from 'esbuild'

await rm('dist', { recursive: true, force: true })
const { metafile } = await build({
  entryPoints: ['tile', 'modal', 'customer-block', 'purchase-block'].map((name) => `src/${name}.tsx`),
  outdir: 'dist',
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  metafile: true,
})
for (const [file, { bytes }] of Object.entries(metafile.outputs)) console.log(`${file}: ${bytes} bytes`)
