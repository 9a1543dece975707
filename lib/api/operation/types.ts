import type { z } from "@hono/zod-openapi";
import type { TokenActor } from "../../access/authorization/actor";
import type { Action } from "../../access/authorization/permissions";
import type { Failure } from "../../platform/result/result";
import type { ApiContext } from "../context";
import type { ProblemResponse } from "../problem";
import type { ProblemCode } from "../../platform/result/problems";

export type Method = "get" | "post" | "put" | "patch" | "delete";
export type SuccessStatus = 200 | 201 | 204;

/** A success, before it is written. */
export interface OperationAnswer<Body> {
  readonly ok: true;
  readonly status: SuccessStatus;
  readonly body: Body;
  readonly headers?: Readonly<Record<string, string>>;
  /** What a repeat with the same Idempotency-Key is told instead: for answers with a secret. */
  readonly onRepeat?: { readonly code: ProblemCode; readonly context: Readonly<Record<string, unknown>> };
}

/**
 * Runs `work` once for an Idempotency-Key and what was asked with it; a repeat gets the kept answer. It is given the caller
 * anew, as they are once the body has been read.
 */
export type RunOnce<Body> = (
  asked: string | Uint8Array,
  work: (actor: TokenActor) => Promise<OperationAnswer<Body> | Failure>,
) => Promise<Response>;

/** What an operation is given. */
export interface OperationCall<Query, Input, Body> {
  readonly c: ApiContext;
  readonly actor: TokenActor;
  /** A part of the path. */
  readonly param: (name: string) => string;
  readonly query: Query;
  readonly input: Input;
  /** The version that If-Match asks for; undefined without the header. */
  readonly version: number | undefined;
  readonly once: RunOnce<Body>;
}

type Documented = Partial<Record<SuccessStatus, string>>;

/** What every operation has: where it is, and what the reference says of it. */
export interface OperationFacts<Schema extends z.ZodType> {
  readonly method: Method;
  /** As in OpenAPI: `/api/v1/spaces/{spaceId}`. */
  readonly path: string;
  readonly operationId: string;
  /** What the caller must be allowed to do; the reference says who is. */
  readonly needs: Action;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** What each success means. */
  readonly success: Documented;
  /** The body of its successes; null where they have none. */
  readonly answers: Schema | null;
  /** Whether it answers with an ETag; whether it takes If-Match. */
  readonly etag?: boolean;
  readonly ifMatch?: boolean;
}

/** An operation that takes JSON, or nothing. */
export interface JsonOperation<
  Query extends z.ZodType,
  Input extends z.ZodType,
  Schema extends z.ZodType,
> extends OperationFacts<Schema> {
  readonly query?: Query;
  readonly input?: Input;
  /** Whether the body may be left out. */
  readonly optionalInput?: boolean;
  readonly run: (
    call: OperationCall<z.output<Query>, z.output<Input>, z.input<Schema>>,
  ) => Promise<OperationAnswer<z.input<Schema>> | Failure>;
}

/** An operation that reads its body, or writes its answer, by itself. */
export interface RawOperation<Query extends z.ZodType, Schema extends z.ZodType> extends OperationFacts<Schema> {
  readonly query?: Query;
  /** The media types of its body, for the reference. */
  readonly accepts?: Readonly<Record<string, z.ZodType>>;
  /** The media type of its answer where that is not JSON. */
  readonly produces?: string;
  readonly headers?: z.ZodObject;
  readonly respond: (
    call: OperationCall<z.output<Query>, undefined, z.input<Schema>>,
  ) => Promise<Response | ProblemResponse>;
}
