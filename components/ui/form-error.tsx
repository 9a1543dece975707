import { Callout } from "./callout";

/** The error of the form as a whole, above its fields, announced at once. */
export function FormError({ message }: { message: string | undefined }) {
  if (!message) return null;
  return (
    <div role="alert">
      <Callout tone="critical">{message}</Callout>
    </div>
  );
}
