import '@shopify/ui-extensions/preact'
import type { Api } from '@shopify/ui-extensions/pos.home.tile.render'
import { render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { cardProperty } from './cart.ts'

declare const shopify: Api

/** Opens the modal, and says whether this sale has a card. */
function Tile() {
  const [cart, setCart] = useState(shopify.cart.current.value)
  useEffect(() => shopify.cart.current.subscribe(setCart), [])
  const attached = cardProperty in cart.properties
  const text = (key: string) => shopify.i18n.translate(key)
  return (
    <s-tile
      heading={text('tile.heading')}
      subheading={text(attached ? 'tile.attached' : 'tile.scan')}
      tone={attached ? 'accent' : 'neutral'}
      disabled={cart.editable === false}
      onClick={() => shopify.action.presentModal()}
    />
  )
}

export default () => render(<Tile />, document.body)
