/** Elements as XML, well-formed whatever text and attributes hold. */
import { visible } from '../../figures/drawing/text.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

const TEXT = 3;
const ELEMENT = 1;

/**
 * Serialised as XML: entities that only HTML knows are not used, and characters that XML forbids are shown as a sign.
 */
export function xmlOf(node: Node): string {
  if (node.nodeType === TEXT) return escaped(node.textContent ?? '', /[&<>]/g);
  if (node.nodeType !== ELEMENT) return '';
  const element = node as Element;
  const attributes = [...element.attributes].map(({ name, value }) => ` ${name}="${escaped(value, /[&<>"\t\n\r]/g)}"`);
  const children = [...element.childNodes].map(xmlOf).join('');
  const tag = element.localName;
  return `<${tag}${attributes.join('')}${children === '' ? '/>' : `>${children}</${tag}>`}`;
}

function escaped(text: string, what: RegExp): string {
  return visible(text).replace(what, (character) => ESCAPES[character]);
}
