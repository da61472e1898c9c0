import '@shopify/ui-extensions/preact'
import type { Api } from '@shopify/ui-extensions/pos.customer-details.block.render'
import { render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { askForCustomer, type CardAnswer } from './ask.ts'

declare const shopify: Api

/** On a customer's page: how their card stands. */
function CustomerBlock() {
  const [answer, setAnswer] = useState<CardAnswer | null>(null)
  const { id } = shopify.customer
  useEffect(() => {
    void askForCustomer((path, init) => fetch(path, init), id).then(setAnswer)
  }, [id])
  const text = (key: string, values?: Record<string, string | number>) => shopify.i18n.translate(key, values)
  if (!answer) return null
  if (!answer.ok) {
    const { reason } = answer
    return (
      <s-pos-block heading={text('tile.heading')}>
        <s-text>{text(reason === 'unknown' ? 'customer.none' : `notice.${reason}`)}</s-text>
      </s-pos-block>
    )
  }
  const { card } = answer
  return (
    <s-pos-block heading={card.program}>
      <s-text>{text('card.stamps', { stamps: card.stamps, goal: card.goal })}</s-text>
      {card.coupons.map((coupon) => (
        <s-badge key={coupon.id} tone="success">
          {coupon.title}
        </s-badge>
      ))}
    </s-pos-block>
  )
}

export default () => render(<CustomerBlock />, document.body)
