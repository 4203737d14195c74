/** Shut until it is opened, once and for all. */
export interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

export function createGate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

/** A gate that nobody opens. */
export const never = (): Promise<never> => new Promise(() => undefined);
