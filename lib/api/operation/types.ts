import type { RouteConfig, z } from "@hono/zod-openapi";
import type { TokenActor } from "../../access/authorization/actor";
import type { Action } from "../../access/authorization/permissions";
import type { Failure } from "../../platform/result/result";
import type { ApiContext } from "../context";
import type { ProblemCode } from "../../platform/result/problems";

export type SuccessStatus = 200 | 201 | 204;

/** A success, before it is written. */
export interface OperationAnswer<Body> {
  readonly ok: true;
  readonly status: SuccessStatus;
  readonly body: Body;
  readonly headers?: Readonly<Record<string, string>>;
  /** The error for a repeat with the same Idempotency-Key, for responses with a secret. */
  readonly onRepeat?: { readonly code: ProblemCode; readonly context: Readonly<Record<string, unknown>> };
}

/**
 * Runs `work` once per Idempotency-Key and body; a repeat gets the stored response. `work` gets the caller as checked
 * after the body was read.
 */
export type RunOnce<Body> = (
  asked: string | Uint8Array,
  work: (actor: TokenActor) => Promise<OperationAnswer<Body> | Failure>,
) => Promise<Response>;

/** The arguments of an operation. */
export interface OperationCall<Query, Input, Body> {
  readonly c: ApiContext;
  readonly actor: TokenActor;
  /** A path parameter. */
  readonly param: (name: string) => string;
  readonly query: Query;
  readonly input: Input;
  /** The version in If-Match; undefined without the header. */
  readonly version: number | undefined;
  readonly once: RunOnce<Body>;
}

/** Where an operation is. */
interface Route {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** As in OpenAPI: `/api/v1/spaces/{spaceId}`. */
  readonly path: string;
}

/** What OpenAPI says of an operation. */
interface Documented extends Route {
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
}

/** An operation for tokens. */
export interface TokenOperation<Query extends z.ZodType, Schema extends z.ZodType> extends Documented {
  /** The action that the caller must be allowed to do. Absent: any token may call it. */
  readonly needs?: Action;
  /** Whether Issuers are refused, though `needs` allows them other operations. */
  readonly refusesIssuers?: boolean;
  /** Absent: no parameters, and unknown ones are refused. */
  readonly query?: Query;
  /** The description of each success. */
  readonly success: Partial<Record<SuccessStatus, string>>;
  /** The body of successful responses; null for none. */
  readonly answers: Schema | null;
  /** Whether it returns an ETag, and whether it accepts If-Match. */
  readonly etag?: boolean;
  readonly ifMatch?: boolean;
}

/** An operation that takes JSON or nothing. */
export interface JsonOperation<
  Query extends z.ZodType,
  Input extends z.ZodType,
  Schema extends z.ZodType,
> extends TokenOperation<Query, Schema> {
  readonly input?: Input;
  /** Whether the body may be empty. */
  readonly optionalInput?: boolean;
  readonly run: (
    call: OperationCall<z.output<Query>, z.output<Input>, z.input<Schema>>,
  ) => Promise<OperationAnswer<z.input<Schema>> | Failure>;
}

/** An operation that reads its body or writes its response itself. */
export interface RawOperation<Query extends z.ZodType, Schema extends z.ZodType> extends TokenOperation<Query, Schema> {
  /** The media types of its body, for the documentation. */
  readonly accepts?: Readonly<Record<string, z.ZodType>>;
  /** The media type of its response, if not JSON. */
  readonly produces?: string;
  readonly headers?: z.ZodObject;
  /** Its errors besides `ERRORS`, if not those of its method and body. */
  readonly errors?: RouteConfig["responses"];
  /** False for a POST without Idempotency-Key. */
  readonly repeatable?: boolean;
  readonly respond: (call: OperationCall<z.output<Query>, undefined, z.input<Schema>>) => Response | Promise<Response>;
}

/** Handles a request that was not authenticated. */
export type Answer = (c: ApiContext) => Response | Promise<Response>;

/** An operation for everyone, or one that authenticates its caller by other rules. */
export interface OpenOperation extends Documented {
  readonly security?: Record<string, string[]>[];
  readonly request?: RouteConfig["request"];
  readonly responses: RouteConfig["responses"];
  /** Whether it answers every method; `method` is the documented one. */
  readonly anyMethod?: boolean;
  readonly answer: Answer;
}

/** An operation for operators, which OpenAPI does not have. */
export interface HiddenOperation extends Route {
  readonly hidden: true;
  readonly answer: Answer;
}
