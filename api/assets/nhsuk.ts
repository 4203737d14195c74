import path from 'node:path';
import { type Asset, script, style } from './assets';

/** Where the NHS's design system lies: its style sheet, its script, and its components, which are templates. */
export const nhsukFolder: string = path.join(path.dirname(require.resolve('nhsuk-frontend/package.json')), 'dist');

const inNhsuk = (file: string): string => path.join(nhsukFolder, 'nhsuk', file);

/** Its typeface may only be used by the NHS and comes from elsewhere: pages are set in Arial, and ask nobody for anything. */
const withoutTypeface = ({ type, content }: Asset): Asset => ({
  type,
  content: content.replaceAll(/@font-face\s*\{[^}]*\}/g, ''),
});

export const nhsukStyle: Asset = withoutTypeface(style(inNhsuk('nhsuk-frontend.min.css')));
export const nhsukScript: Asset = script(inNhsuk('nhsuk-frontend.min.js'));
