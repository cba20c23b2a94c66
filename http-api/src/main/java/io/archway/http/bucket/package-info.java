/** Objects that lie in an object store which speaks as Amazon's S3 does. */
package io.archway.http.bucket;
