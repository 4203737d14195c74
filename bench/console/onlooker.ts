import type { Reader } from './reader';

/** A page that somebody has open and looks away from: it looks again whenever it is told to, as the console's script does. */
export interface Onlooker {
  /** How many looks have ended so far, and how many of them showed something else. */
  looks(): { readonly all: number; readonly showedMore: number };
}

export async function openPage(reader: Reader, path: string): Promise<Onlooker> {
  let page = (await reader.get(path)).body.toString();
  let [all, showedMore] = [0, 0];
  let looking = false;
  let again = false;
  const look = async (): Promise<void> => {
    again = looking;
    if (looking) return;
    looking = true;
    const version = bodyData(page, 'version');
    const asked = { 'x-asked-by': 'page', 'accept-encoding': 'identity' };
    const { status, body } = await reader.get(path, { ...asked, ...(version && { 'if-none-match': version }) });
    all += 1;
    if (status === 200) {
      showedMore += 1;
      page = body.toString();
    }
    looking = false;
    if (again) await look();
  };
  // A look that fails is made up for by the next one, as on the page.
  await reader.listen(bodyData(page, 'stream'), () => void look().catch(() => undefined));
  return { looks: () => ({ all, showedMore }) };
}

/** What the page's `<body>` says of itself. */
const bodyData = (page: string, name: string): string =>
  (new RegExp(`<body[^>]* data-${name}="([^"]*)"`).exec(page)?.[1] ?? '').replaceAll('&quot;', '"');
