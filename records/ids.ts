import { v7, validate } from 'uuid';

/** A new id: UUIDv7, so that ids sort by when they were made. */
export const newId = (): string => v7();

/** Whether the text can be an id of ours at all. A foreign identity provider's subject, for one, need not be. */
export const isId = (text: string): boolean => validate(text);
