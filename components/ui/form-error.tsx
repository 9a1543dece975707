import { Callout } from "./callout";

/** What went wrong with the form as a whole, above its fields, read out at once. */
export function FormError({ message }: { message: string | undefined }) {
  if (!message) return null;
  return (
    <div role="alert">
      <Callout tone="critical">{message}</Callout>
    </div>
  );
}
