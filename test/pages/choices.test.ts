import { expect, it } from 'vitest'
import { Choices } from '../../src/pages/console/form.ts'
import { renderDocument } from '../../src/pages/html.ts'

it('gives the error summary’s link of a radio group its first choice to lead to, once', () => {
  const choices = ['one', 'two'].map((value) => ({ value, label: value }))
  const form = { values: {}, errors: { what: 'Please choose' } }
  const page = renderDocument(Choices(form, { name: 'what', label: 'What', choices }))
  expect(page.match(/id="field-what"/g)).toHaveLength(1)
  expect(page).toMatch(/<input id="field-what" type="radio"[^>]*value="one"/)
})
