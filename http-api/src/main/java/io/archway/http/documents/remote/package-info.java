/** Other systems that a caller names: where they may be, and files that go there or come. */
package io.archway.http.documents.remote;
