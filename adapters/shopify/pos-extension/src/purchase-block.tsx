import '@shopify/ui-extensions/preact'
import type { Api } from '@shopify/ui-extensions/pos.purchase.post.block.render'
import { render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { askForOrder } from './ask.ts'
import { awaitOrder, type SaleWords, saleWords } from './sale-words.ts'

declare const shopify: Api

/** After a sale: what it came to. The app hears of the sale by a webhook, so that it is asked for a while. */
function PurchaseBlock() {
  const [words, setWords] = useState<SaleWords>({ key: 'sale.waiting' })
  const { id } = shopify.order
  useEffect(() => {
    const leaving = new AbortController()
    void awaitOrder(
      () => askForOrder((path, init) => fetch(path, init), id),
      (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      leaving.signal,
    ).then((answer) => setWords(saleWords(answer)))
    return () => leaving.abort()
  }, [id])
  return (
    <s-pos-block heading={shopify.i18n.translate('tile.heading')}>
      <s-text>{shopify.i18n.translate(words.key, words.values)}</s-text>
    </s-pos-block>
  )
}

export default () => render(<PurchaseBlock />, document.body)
