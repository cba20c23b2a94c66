/** What practices keep of patients beside what objects say, and how patients are found by it. */
package io.archway.index.profile;
