/**
 * Native libraries from jars: unpacked into a folder that is the user's alone, checked, and loaded from there. The
 * loaders that come with such jars unpack into folders of predictable names, and load what lies there already.
 */
package dev.lamina.device.natives;
