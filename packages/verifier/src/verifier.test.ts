import { describeVerifier } from "./testing/contract";
import { openFake } from "./testing/fake-under-test";

describeVerifier("a fake Latchkey", openFake);
