package dev.longview.simulate.streaming;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a parameter of the world is, between which values it may lie, and what its default rests on. The page of parameters is made of these. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Stated {
    /** In words, with its unit. */
    String what();

    double from();

    double to();

    /** The effect among {@link WorldParameters.Effects} without which it does nothing; empty when it always counts. */
    String effect() default "";

    /** The public fact that the default is calibrated to, or what it is assumed for. */
    String basis() default "assumed";
}
