/**
 * Names statements by their text, so that a connection parses and plans each of them once. What takes no parameters
 * (BEGIN, COMMIT) is not worth a name, nor is one text too many: each is kept by every connection.
 */
export function createStatementNames(
  most = 400,
): (query: { readonly sql: string; readonly args: unknown[] }) => string {
  const names = new Map<string, string>();
  return ({ sql, args }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (args.length === 0 || names.size >= most) return '';
    const name = `heed_${names.size + 1}`;
    names.set(sql, name);
    return name;
  };
}
