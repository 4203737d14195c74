/** What a form sends: each field once, or several times. */
export type Form = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What was written in a field; nothing, if it was not there. */
export function text(form: Form, name: string): string {
  const value = form[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
}

/** What was ticked of a group. */
export function ticked(form: Form, name: string): readonly string[] {
  const value = form[name];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** What was written in a field; absent if nothing was. */
export const textIfAny = (form: Form, name: string): string | undefined => text(form, name).trim() || undefined;

/** Which rows of a list were sent, in their order: those of `steps` for `steps/0/every` and `steps/2/every` are 0 and 2. */
export function rowsIn(form: Form, list: string): readonly number[] {
  const places = Object.keys(form).flatMap((name) => {
    const [of, row] = name.startsWith(`${list}/`) ? name.slice(list.length).split('/') : [];
    return of === '' && /^\d+$/.test(row ?? '') ? [Number(row)] : [];
  });
  return [...new Set(places)].sort((one, other) => one - other);
}

/** What a form of ours has besides what was written in it. */
const ofTheForm = ['_csrf', 'form'];

/** What was written or ticked, to be shown again: neither the session's token nor the form's own id. */
export const whatWasWritten = (form: Form): readonly { readonly name: string; readonly value: string }[] =>
  Object.keys(form)
    .filter((name) => !ofTheForm.includes(name))
    .flatMap((name) => ticked(form, name).map((value) => ({ name, value })));
