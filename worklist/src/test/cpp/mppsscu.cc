// A modality that tells by MPPS what it performs, made of DCMTK's network library: DCMTK has no such tool.
//
//   mppsscu HOST PORT CALLING-AE-TITLE { create UID FILE | set UID FILE }...
//
// One association; UID "-" leaves the UID to the provider. A line an answer: operation, status, SOP Instance UID,
// Error ID, Error Comment; "-" where there is none. Exit code 1 where there is no answer.

#include "dcmtk/config/osconfig.h"
#include "dcmtk/dcmdata/dctk.h"
#include "dcmtk/dcmnet/assoc.h"
#include "dcmtk/dcmnet/cond.h"
#include "dcmtk/dcmnet/dimse.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

const int SECONDS = 60;
T_ASC_Association *association = NULL;

void check(const OFCondition &condition, const char *what) {
  if (condition.bad()) {
    std::fprintf(stderr, "%s: %s\n", what, condition.text());
    std::exit(1);
  }
}

OFString detail(DcmDataset *status, const DcmTagKey &tag) {
  OFString value;
  if (status != NULL) {
    status->findAndGetOFStringArray(tag, value);
  }
  return value.empty() ? OFString("-") : value;
}

void tell(const char *operation, Uint16 status, const OFString &uid, DcmDataset *details) {
  std::printf("%s %04X %s %s %s\n", operation, status, uid.empty() ? "-" : uid.c_str(),
              detail(details, DCM_ErrorID).c_str(), detail(details, DCM_ErrorComment).c_str());
}

void request(const char *operation, const char *uid, const char *path) {
  DcmFileFormat file;
  check(file.loadFile(path), path);
  const bool create = std::strcmp(operation, "create") == 0;
  T_DIMSE_Message message;
  std::memset(&message, 0, sizeof message);
  const DIC_US id = association->nextMsgID++;
  if (create) {
    message.CommandField = DIMSE_N_CREATE_RQ;
    T_DIMSE_N_CreateRQ &rq = message.msg.NCreateRQ;
    rq.MessageID = id;
    rq.DataSetType = DIMSE_DATASET_PRESENT;
    std::strcpy(rq.AffectedSOPClassUID, UID_ModalityPerformedProcedureStepSOPClass);
    if (std::strcmp(uid, "-") != 0) {
      std::strcpy(rq.AffectedSOPInstanceUID, uid);
      rq.opts = O_NCREATE_AFFECTEDSOPINSTANCEUID;
    }
  } else {
    message.CommandField = DIMSE_N_SET_RQ;
    T_DIMSE_N_SetRQ &rq = message.msg.NSetRQ;
    rq.MessageID = id;
    rq.DataSetType = DIMSE_DATASET_PRESENT;
    std::strcpy(rq.RequestedSOPClassUID, UID_ModalityPerformedProcedureStepSOPClass);
    std::strcpy(rq.RequestedSOPInstanceUID, uid);
  }
  const T_ASC_PresentationContextID context =
      ASC_findAcceptedPresentationContextID(association, UID_ModalityPerformedProcedureStepSOPClass);
  check(DIMSE_sendMessageUsingMemoryData(association, context, &message, NULL, file.getDataset(), NULL, NULL),
        operation);
  T_DIMSE_Message answer;
  DcmDataset *details = NULL;
  T_ASC_PresentationContextID answered = 0;
  check(DIMSE_receiveCommand(association, DIMSE_NONBLOCKING, SECONDS, &answered, &answer, &details), operation);
  if (answer.CommandField == DIMSE_N_CREATE_RSP) {
    const T_DIMSE_N_CreateRSP &rsp = answer.msg.NCreateRSP;
    const bool named = (rsp.opts & O_NCREATE_AFFECTEDSOPINSTANCEUID) != 0;
    tell("N-CREATE", rsp.DimseStatus, named ? rsp.AffectedSOPInstanceUID : "", details);
  } else if (answer.CommandField == DIMSE_N_SET_RSP) {
    const T_DIMSE_N_SetRSP &rsp = answer.msg.NSetRSP;
    const bool named = (rsp.opts & O_NSET_AFFECTEDSOPINSTANCEUID) != 0;
    tell("N-SET", rsp.DimseStatus, named ? rsp.AffectedSOPInstanceUID : "", details);
  } else {
    std::fprintf(stderr, "answer: %04X (expected: N-CREATE-RSP or N-SET-RSP)\n",
                 OFstatic_cast(unsigned, answer.CommandField));
    std::exit(1);
  }
  delete details;
}

}  // namespace

int main(int argc, char *argv[]) {
  if (argc < 7 || (argc - 4) % 3 != 0) {
    std::fprintf(stderr, "mppsscu HOST PORT CALLING-AE-TITLE { create|set UID FILE }...\n");
    return 1;
  }
  T_ASC_Network *network = NULL;
  T_ASC_Parameters *parameters = NULL;
  check(ASC_initializeNetwork(NET_REQUESTOR, 0, SECONDS, &network), "network");
  check(ASC_createAssociationParameters(&parameters, ASC_DEFAULTMAXPDU), "parameters");
  ASC_setAPTitles(parameters, argv[3], "ARCHWAY", NULL);
  const OFString peer = OFString(argv[1]) + ":" + argv[2];
  ASC_setPresentationAddresses(parameters, "localhost", peer.c_str());
  const char *syntaxes[] = {UID_LittleEndianImplicitTransferSyntax};
  ASC_addPresentationContext(parameters, 1, UID_ModalityPerformedProcedureStepSOPClass, syntaxes, 1);
  check(ASC_requestAssociation(network, parameters, &association), "association");
  for (int i = 4; i < argc; i += 3) {
    request(argv[i], argv[i + 1], argv[i + 2]);
  }
  check(ASC_releaseAssociation(association), "release");
  ASC_destroyAssociation(&association);
  ASC_dropNetwork(&network);
  return 0;
}
