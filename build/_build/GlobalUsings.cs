global using Nuke.Common;
global using Nuke.Common.Execution;
global using Nuke.Common.IO;
