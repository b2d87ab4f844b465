/**
 * The station over HTTP/JSON.
 *
 * <p>In: requests. Out: answers; what is wrong with a request is told with its reason and place, and nothing of it was written.
 * {@link dev.longview.serve.http.HttpService} starts and stops it; {@link dev.longview.serve.http.Routes} is all that it answers, which
 * {@code openapi.json} describes and a test compares. Knows of the rest of the station only its face.
 */
@NullMarked
package dev.longview.serve.http;

import org.jspecify.annotations.NullMarked;
